package text

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/unitlint/unitlint/lint/evidence/invocation"
	"github.com/unitlint/unitlint/lint/need"
)

// hardware says which devices a word stands for in options and in the names of
// variables.
type hardware struct {
	words   []string
	devices []string
	what    string
	source  string
}

// hardwareWords are the names of interfaces to devices that programs share, each as
// its documentation calls it.
var hardwareWords = []hardware{
	{[]string{"vaapi", "qsv"}, []string{"/dev/dri/renderD128", "/dev/dri/card0"}, "the graphics processor",
		"the documentation of FFmpeg (hwaccel); https://github.com/intel/libva"},
	{[]string{"cuda", "nvidia", "nvenc", "nvdec", "cuvid"}, []string{"/dev/nvidiactl", "/dev/nvidia0"}, "a card of NVIDIA",
		"the README of NVIDIA's driver for Linux (device files)"},
	{[]string{"rocm"}, []string{"/dev/kfd"}, "a card of AMD", "the documentation of ROCm (device files)"},
	{[]string{"level zero"}, []string{"/dev/dri/renderD128", "/dev/dri/card0", "/dev/accel/accel0"}, "a processor of Intel",
		"the documentation of oneAPI (environment variables)"},
	{[]string{"opencl"}, []string{"/dev/dri/renderD128", "/dev/kfd", "/dev/nvidiactl"}, "the graphics processor", "the documentation of the OpenCL drivers"},
	{[]string{"enable kvm"}, []string{"/dev/kvm"}, "virtualization by the processor", "qemu(1)"},
	{[]string{"use gpu", "enable gpu"}, []string{"/dev/dri/renderD128", "/dev/nvidiactl", "/dev/kfd"}, "the graphics processor", "the option's own words"},
	{[]string{"v4l2", "video4linux2"}, []string{"/dev/video0"}, "a camera", "the documentation of FFmpeg (video4linux2)"},
}

// soundCard is what the names of alsa-lib's devices stand for.
var soundCard = hardware{nil, []string{"/dev/snd/controlC0", "/dev/snd/pcmC0D0p"}, "a sound card", "the documentation of alsa-lib (PCM, names of devices)"}

// cardNames are how names of devices of alsa-lib begin that are cards, and no plug-ins which lead to
// another server.
var cardNames = []string{"hw:", "plughw:", "alsa:hw:", "alsa:plughw:", "sysdefault:"}

// atOtherServer are clients that name a card to their server, which opens it.
var atOtherServer = map[string]bool{"pactl": true, "pacmd": true, "wpctl": true, "pw-cli": true, "mpc": true, "amixer": true, "alsactl": true}

// soundCardOf returns the sound card that an argument, or what an option says, is the name of, or nil.
func soundCardOf(argument string) *hardware {
	option, name, assigned := strings.Cut(argument, "=")
	if !assigned || !strings.HasPrefix(option, "-") {
		name = argument
	}
	if !beginsWithAny(name, cardNames) {
		return nil
	}
	return &soundCard
}

// hardwareVariables choose among devices or say how one is worked with, and so tell that there are
// some (the CUDA C++ programming guide, the documentation of ROCm, libva, oneAPI and PyTorch).
var hardwareVariables = map[string]string{
	"CUDA_VISIBLE_DEVICES": "cuda", "NVIDIA_VISIBLE_DEVICES": "cuda", "CUDA_DEVICE_ORDER": "cuda", "PYTORCH_CUDA_ALLOC_CONF": "cuda",
	"HIP_VISIBLE_DEVICES": "rocm", "ROCR_VISIBLE_DEVICES": "rocm", "HSA_OVERRIDE_GFX_VERSION": "rocm", "GPU_DEVICE_ORDINAL": "rocm",
	"LIBVA_DRIVER_NAME": "vaapi", "ONEAPI_DEVICE_SELECTOR": "level zero", "ZE_AFFINITY_MASK": "level zero",
}

// askWords are the words of variables that switch on what stands beside them.
var askWords = []string{"use", "enable", "enabled", "with"}

// driverPlaces are directories of packages of drivers, and of what asks cards for figures, in a search
// path, by the hardware that they are for: a unit names them for what it runs.
var driverPlaces = []struct{ part, word string }{
	{"-nvidia-x11-", "nvidia"}, {"-rocm-smi-", "rocm"}, {"-rocm-path", "rocm"}, {"-intel-gpu-tools-", "vaapi"},
	{"/usr/local/cuda", "cuda"}, {"/opt/cuda/", "cuda"}, {"/opt/rocm/", "rocm"}, {"/opt/rocm-", "rocm"}, {"/run/opengl-driver/", "use gpu"},
}

// searchPaths are the variables by which programs and libraries are found (environ(7), ld.so(8)).
var searchPaths = []string{"PATH", "LD_LIBRARY_PATH"}

// notVisible are the values of such variables that leave no device; "0" is the first
// one (the CUDA C++ programming guide, the documentation of ROCm).
var notVisible = []string{"", "-1", "no", "off", "false", "none", "void", "NoDevFiles"}

// notUsed are the values that switch something off.
var notUsed = []string{"", "0", "no", "off", "false", "none", "never", "disabled", "-1", "void"}

// hardwareNeeds records the devices that words of a command line stand for.
func (r *collector) hardwareNeeds(i *invocation.Invocation) {
	if elsewhere[i.Name()] || i.IsShell() {
		return
	}
	for at, argument := range i.Arguments {
		if !argument.Known || strings.ContainsAny(argument.Text, "/ ") {
			continue
		}
		row := hardwareOf(wordsOf(strings.ReplaceAll(argument.Text, "=", " ")))
		if row == nil && !atOtherServer[i.Name()] {
			row = soundCardOf(argument.Text)
		}
		if row == nil {
			continue
		}
		name, content, assigned := strings.Cut(argument.Text, "=")
		if assigned && slices.Contains(notUsed, content) || switchesOff(name) || at > 0 && switchesOff(i.Arguments[at-1].Text) {
			continue
		}
		if !assigned && at+1 < len(i.Arguments) && strings.HasPrefix(name, "-") && slices.Contains(notUsed, i.Arguments[at+1].Text) {
			continue
		}
		r.usesHardware(i, row, argument, argument.Text)
	}
}

// switchesOff tells options that say what is not to be used.
func switchesOff(option string) bool {
	if !strings.HasPrefix(option, "-") {
		return false
	}
	words := wordsOf(strings.TrimLeft(option, "-"))
	return len(words) > 0 && slices.Contains([]string{"no", "disable", "without", "skip", "exclude"}, words[0])
}

// devicesIn is the reading of a variable that is the path of a device.
func devicesIn(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if isDevice(w.Text) && !strings.ContainsAny(w.Text, " :,;=*?") && !elsewhere[i.Name()] {
		r.given(i, w, need.Need{Kind: need.Device, Any: []string{path.Clean(w.Text)}, Consequence: need.Missing,
			Why: fmt.Sprintf("is told of the device %s (%s)", path.Clean(w.Text), name)})
	}
}

// hardwareIn is the reading of a variable that chooses among devices, switches one on or is the
// name of an interface to it, and of a search path with what belongs to one.
func hardwareIn(r *collector, i *invocation.Invocation, name string, w invocation.Word) {
	if elsewhere[i.Name()] {
		return
	}
	switch meant := hardwareVariables[name]; {
	case meant != "":
		if !slices.Contains(notVisible, w.Text) {
			r.usesHardware(i, hardwareOf([]string{meant}), w, name)
		}
	case slices.Contains(searchPaths, name):
		for directory := range strings.SplitSeq(w.Text, ":") {
			if row := driverOf(directory, name); row != nil {
				r.usesHardware(i, row, w, name)
				return
			}
		}
	default:
		if row := switchedHardware(name, w.Text); row != nil {
			r.usesHardware(i, row, w, name)
		}
	}
}

// driverOf returns the hardware that a directory of a search path is for, or nil. That of programs is often
// a copy of what a shell has, which says no more than that the machine has a kit for developers; packages of
// a store are named one by one.
func driverOf(directory, searchPath string) *hardware {
	for _, place := range driverPlaces {
		isPackage := strings.HasPrefix(place.part, "-")
		at := strings.Index(directory+"/", place.part)
		if isPackage && at > 0 || !isPackage && at == 0 && searchPath != "PATH" {
			return hardwareOf([]string{place.word})
		}
	}
	return nil
}

// switchedHardware returns the hardware that a variable switches on, "USE_CUDA=true", or whose
// interface it names, "DEVICE=cuda:0"; or nil.
func switchedHardware(name, content string) *hardware {
	if len(content) > longestInterface {
		return nil
	}
	content = strings.ToLower(content)
	interfaceName, number, _ := strings.Cut(content, ":")
	if row := hardwareOf([]string{interfaceName}); row != nil {
		if strings.Trim(number, "0123456789") == "" && !switchesOff("-"+name) {
			return row
		}
		return nil
	}
	if !slices.Contains(usedWords, content) {
		return nil
	}
	words := wordsOf(name)
	if !slices.ContainsFunc(words, func(word string) bool { return slices.Contains(askWords, word) }) {
		return nil
	}
	if row := hardwareOf(words); row != nil || !slices.Contains(words, "gpu") {
		return row
	}
	return hardwareOf([]string{"use gpu"})
}

// longestInterface bounds the names of interfaces to hardware, usedWords switch something on.
const longestInterface = 16

var usedWords = []string{"1", "true", "yes", "on", "enabled"}

// hardwareOf returns the row of words that all of them or one alone is, or nil.
func hardwareOf(words []string) *hardware {
	all := strings.Join(words, " ")
	for at := range hardwareWords {
		row := &hardwareWords[at]
		if slices.Contains(row.words, all) || slices.ContainsFunc(words, func(w string) bool { return slices.Contains(row.words, w) }) {
			return row
		}
	}
	return nil
}

func (r *collector) usesHardware(i *invocation.Invocation, row *hardware, at invocation.Word, shown string) {
	r.Add(i, need.Need{Kind: need.Device, Any: row.devices, Certainty: need.Likely, Consequence: need.Missing,
		Why:      fmt.Sprintf("uses %s (%s)", row.what, shown),
		Evidence: need.Evidence{Assignment: i.Assignment, Range: at.Place, Source: row.source}})
}
